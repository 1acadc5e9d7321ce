/**
 * Process of the operator: configuration, beans, cluster id, health, metrics, leader election.
 *
 * <p>{@link dev.amioperator.operator.OperatorConfig} has all settings. Only this package connects
 * the AWS adapter to the rest; no other depends on it.
 */
package dev.amioperator.operator;
