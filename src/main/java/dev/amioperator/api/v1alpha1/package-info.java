/**
 * The custom resources of {@code amioperator.dev/v1alpha1}: data and schema annotations, nothing
 * else. Descriptions are written for {@code kubectl explain}.
 */
package dev.amioperator.api.v1alpha1;
