package dev.amioperator.attributes.kms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Statement of a KMS key policy, matched against a principal and an action. */
record KmsPolicyStatement(JsonNode json) {
  private static final Pattern ACCOUNT_PRINCIPAL =
      Pattern.compile("(?:arn:[^:]*:(?:iam|sts)::)?([0-9]{12})(?::.*)?");

  boolean denies() {
    return !json.path("Effect").asText().equals("Allow");
  }

  /** Whether the statement applies to a principal's KMS action. */
  Tristate appliesTo(KmsPrincipal recipient, String action, String keyOwner) {
    return matchesPrincipal(recipient, keyOwner)
        .and(matchesAction(action))
        .and(matchesConditions(recipient));
  }

  private Tristate matchesAction(String action) {
    boolean inclusive = json.has("Action");
    return Tristate.of(
        stringValues(json.path(inclusive ? "Action" : "NotAction"))
                .anyMatch(pattern -> matchesWildcard(pattern, action))
            == inclusive);
  }

  private Tristate matchesPrincipal(KmsPrincipal recipient, String keyOwner) {
    JsonNode principal = json.path("Principal");
    if (principal.isMissingNode()) {
      return Tristate.UNKNOWN;
    }
    return stringValues(principal.isObject() ? principal.path("AWS") : principal)
        .map(name -> matchesNamedPrincipal(name, recipient, keyOwner))
        .reduce(Tristate.NO, Tristate::or);
  }

  private static Tristate matchesNamedPrincipal(
      String name, KmsPrincipal recipient, String keyOwner) {
    if (name.equals("*")) {
      return Tristate.YES;
    }
    var account = ACCOUNT_PRINCIPAL.matcher(name);
    if (!account.matches() || account.group(1).equals(keyOwner)) {
      return Tristate.NO;
    }
    return recipient.matchesAccount(account.group(1));
  }

  private Tristate matchesConditions(KmsPrincipal recipient) {
    return json.path("Condition").properties().stream()
        .flatMap(
            operator ->
                operator.getValue().properties().stream()
                    .map(key -> matchesCondition(recipient, operator.getKey(), key)))
        .reduce(Tristate.YES, Tristate::and);
  }

  private static Tristate matchesCondition(
      KmsPrincipal recipient, String operator, Map.Entry<String, JsonNode> condition) {
    List<String> values = stringValues(condition.getValue()).toList();
    String key = condition.getKey().toLowerCase(Locale.ROOT);
    return switch (operator.replaceFirst("^ForAnyValue:", "")) {
      case "StringEquals", "StringLike" ->
          switch (key) {
            case "aws:principalorgid" -> recipient.matchesOrganization(values);
            case "aws:principalorgpaths" -> recipient.matchesOrganizationPath(values);
            case "kms:calleraccount", "aws:principalaccount" ->
                values.stream().map(recipient::matchesAccount).reduce(Tristate.NO, Tristate::or);
            case "kms:viaservice" ->
                values.stream().anyMatch(service -> service.startsWith("ec2."))
                    ? Tristate.YES
                    : Tristate.UNKNOWN;
            default -> Tristate.UNKNOWN;
          };
      case "Bool" ->
          key.equals("kms:grantisforawsresource") && values.equals(List.of("true"))
              ? Tristate.YES
              : Tristate.UNKNOWN;
      default -> Tristate.UNKNOWN;
    };
  }

  /** Matches IAM wildcards; the case of actions is ignored. */
  private static boolean matchesWildcard(String pattern, String action) {
    String regex =
        Stream.of(pattern.split("(?<=\\*)|(?=\\*)"))
            .map(part -> part.equals("*") ? ".*" : Pattern.quote(part))
            .reduce("", String::concat);
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(action).matches();
  }

  /** Values of an IAM policy element, which may be a single string or a list. */
  private static Stream<String> stringValues(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : node.isMissingNode() ? Stream.of() : Stream.of(node.asText());
  }
}
