package dev.amioperator.copy;

import java.time.Instant;
import java.util.Optional;

/**
 * What decides whether EC2 can use the KMS keys of a copy.
 *
 * @param hash of the spec, the AwsAccounts, and the states, policies and grants of the keys
 * @param grantsEffectiveAt when the newest grant is available throughout KMS; empty for no grant
 */
record KeyFacts(String hash, Optional<Instant> grantsEffectiveAt) {}
