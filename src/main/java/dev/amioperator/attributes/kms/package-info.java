/**
 * Evaluates KMS key policies and grants: whether the accounts that an image is shared with can use
 * the keys of its snapshots.
 */
package dev.amioperator.attributes.kms;
