/**
 * Cached, batched reads of EC2, shared by all reconcilers: one paged scan an account and region for
 * everything that carries the cluster's tag, and batched look-ups for what is newer.
 */
package dev.amioperator.observer;
