package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;

/** Status to write after a reconcile, and the ready state in it. */
public record StatusUpdate<S extends ConditionedStatus>(S status, ReadyState readyState) {}
