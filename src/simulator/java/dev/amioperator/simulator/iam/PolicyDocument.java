package dev.amioperator.simulator.iam;

import java.util.List;

/** IAM policy document. */
public record PolicyDocument(List<Statement> statements) {
  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  /**
   * Parses an identity-based policy, a session policy or a permissions boundary.
   *
   * @throws MalformedPolicyException if IAM refuses it, or for what is not evaluated
   */
  public static PolicyDocument parse(String json) {
    return new PolicyParser(false).parse(json);
  }

  /**
   * Parses the trust policy of an IAM role.
   *
   * @throws MalformedPolicyException if IAM refuses it, or for what is not evaluated
   */
  public static PolicyDocument parseTrust(String json) {
    return new PolicyParser(true).parse(json);
  }
}
