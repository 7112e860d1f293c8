package io.partnerapi.worker.token;

/**
 * Why there is no new token.
 *
 * @param reason what is wrong
 * @param advice what a person can do about it
 */
record Trouble(String reason, String advice) {

    static final Trouble NONE = new Trouble("the token has just run out", "Wait a few seconds");
}
