package dev.amioperator.account;

/**
 * CDI event: another installation claims a namespace that this process watches, so it has to end.
 *
 * @param message names the other installation and the namespace
 */
public record OverlapFound(String message) {}
