/**
 * Evaluates KMS key policies and grants for the recipients of a shared image.
 *
 * <p>{@link dev.amioperator.attributes.kms.KmsPolicyEvaluator} is the entry; it decides from the
 * EC2 port's data only, without any call.
 */
package dev.amioperator.attributes.kms;
