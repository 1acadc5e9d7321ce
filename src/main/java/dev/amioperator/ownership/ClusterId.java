package dev.amioperator.ownership;

/**
 * Which cluster's operator this is: the value of the tag {@code amioperator.dev/cluster}.
 *
 * @param value configured, or the uid of the namespace kube-system
 */
public record ClusterId(String value) {}
