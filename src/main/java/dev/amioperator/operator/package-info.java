/** Wiring: configuration, identity of the cluster, clock, health, metrics, leader election. */
package dev.amioperator.operator;
