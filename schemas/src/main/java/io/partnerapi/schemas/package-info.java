/**
 * The wire contract of the partner worker. An application needs this package alone.
 *
 * <p>To ask for a call, make a {@link io.partnerapi.schemas.Command}, write it with
 * {@link io.partnerapi.schemas.CommandCodec} and produce it to a command topic; the record key is the entity the call is
 * about. To learn what became of it, consume the result topic with {@code isolation.level=read_committed} and read each
 * value with {@link io.partnerapi.schemas.ResultCodec}; {@link io.partnerapi.schemas.ResultHeaders} names its headers.
 * {@link io.partnerapi.schemas.Telemetry} is what the quota topic carries.
 *
 * <p>The codecs answer with {@link io.partnerapi.schemas.Decoded} for any bytes and never throw; numbers keep every digit.
 * The same rules stand beside the classes as JSON Schema 2020-12 ({@code *.schema.json}) and as an AsyncAPI 3 document
 * ({@code asyncapi.yaml}) for other languages. {@link io.partnerapi.schemas.OperationCatalogue} says which of the partner's
 * operations may be repeated and which answer with card data.
 */
@NullMarked
package io.partnerapi.schemas;

import org.jspecify.annotations.NullMarked;
