package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;

/** What a look at an object came to: the status to write and the verdict in it. */
public record StatusUpdate<S extends ConditionedStatus>(S status, ReadyState readyState) {}
