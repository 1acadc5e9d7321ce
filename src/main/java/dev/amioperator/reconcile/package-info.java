/**
 * What reconcilers of all kinds share: readiness, conditions, status, events, requeue, and the
 * execution of actions.
 */
package dev.amioperator.reconcile;
