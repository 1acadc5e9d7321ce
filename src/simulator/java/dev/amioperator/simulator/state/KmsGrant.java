package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;

/**
 * Grant on a KMS key.
 *
 * @param name name that makes a repeated CreateGrant return the same grant; null for none
 * @param grantee ARN of the principal that may use the key
 * @param retiring ARN of the principal that may retire the grant; null for none
 * @param operations such as {@code CreateGrant}, {@code Decrypt}
 */
public record KmsGrant(
    String id,
    String name,
    String grantee,
    String retiring,
    List<String> operations,
    Instant created) {
  /** Token by which the grant can be retired. */
  public String token() {
    return "token-" + id;
  }

  /** Whether the grant allows an operation to a principal, at an instant that it has reached. */
  boolean allows(KmsPrincipal principal, String operation, Instant effective) {
    return !created.isAfter(effective) && principal.is(grantee) && operations.contains(operation);
  }
}
