/** What each KMS action does, as far as sharing encrypted images needs it. */
package dev.amioperator.simulator.kms;
