package io.partnerapi.worker.turn;

/**
 * By what someone's turn is decided.
 *
 * @param priority the lower goes first
 * @param share within a priority, those of one share have their turn together with those of every other
 * @param weight how many turns the share has while another has one, at least 1
 */
public record Place(int priority, String share, int weight) {}
