package dev.amioperator.simulator.iam;

import java.util.List;

/**
 * Pattern for the ARNs of AWS resources. Each of the six parts between colons is compared by
 * itself, so a wildcard never reaches into the next part (Resource element, IAM user guide).
 */
record ArnPattern(List<PolicyPattern> parts) {
  private static final int PARTS = 6;

  /** Colon that is not in a policy variable such as <code>${aws:username}</code>. */
  private static final String COLON = ":(?![^{}]*})";

  static ArnPattern of(String text, boolean variables) {
    return new ArnPattern(
        List.of(text.split(COLON, PARTS)).stream()
            .map(part -> new PolicyPattern(part, variables))
            .toList());
  }

  /** Whether a text has the parts of an ARN, with or without wildcards in them. */
  static boolean wellFormed(String text) {
    String[] parts = text.split(COLON, PARTS);
    return text.equals("*") || (parts.length == PARTS && parts[0].equals("arn"));
  }

  boolean matches(String arn, RequestContext context) {
    if (parts.size() == 1) {
      return parts.getFirst().like(arn, context);
    }
    String[] values = arn.split(":", PARTS);
    if (values.length != parts.size()) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!parts.get(i).like(values[i], context)) {
        return false;
      }
    }
    return true;
  }
}
