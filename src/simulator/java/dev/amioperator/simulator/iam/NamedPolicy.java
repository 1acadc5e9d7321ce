package dev.amioperator.simulator.iam;

/** Policy document with the name under which IAM has it. */
public record NamedPolicy(String name, PolicyDocument document) {}
