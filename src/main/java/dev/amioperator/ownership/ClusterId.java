package dev.amioperator.ownership;

/**
 * Identity of a cluster's operator in EC2: the value of the tag {@code amioperator.dev/cluster}.
 *
 * @param value configured, or the uid of the namespace kube-system
 */
public record ClusterId(String value) {}
