/** KMS actions, as far as encrypted images need them. */
package dev.amioperator.simulator.kms;
