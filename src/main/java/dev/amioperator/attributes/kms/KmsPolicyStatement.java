package dev.amioperator.attributes.kms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One statement of a key policy, asked whether it holds for somebody; what is not plain may. */
record KmsPolicyStatement(JsonNode json) {
  private static final Pattern ACCOUNT_PRINCIPAL =
      Pattern.compile("(?:arn:[^:]*:(?:iam|sts)::)?([0-9]{12})(?::.*)?");

  boolean denies() {
    return !json.path("Effect").asText().equals("Allow");
  }

  /** Whether it is about an action of a sharer. */
  Tristate appliesTo(KmsPrincipal sharer, String action, String keyOwner) {
    return matchesPrincipal(sharer, keyOwner)
        .and(matchesAction(action))
        .and(matchesConditions(sharer));
  }

  private Tristate matchesAction(String action) {
    if (json.has("Action")) {
      return Tristate.of(
          stringValues(json.get("Action")).anyMatch(pattern -> matchesWildcard(pattern, action)));
    }
    return Tristate.of(
        stringValues(json.path("NotAction"))
            .noneMatch(pattern -> matchesWildcard(pattern, action)));
  }

  private Tristate matchesPrincipal(KmsPrincipal sharer, String keyOwner) {
    JsonNode principal = json.path("Principal");
    if (principal.isMissingNode()) {
      return Tristate.UNKNOWN;
    }
    List<String> named =
        (principal.isObject() ? stringValues(principal.path("AWS")) : stringValues(principal))
            .toList();
    return named.stream()
        .map(name -> matchesNamedPrincipal(name, sharer, keyOwner))
        .reduce(Tristate.NO, Tristate::or);
  }

  private static Tristate matchesNamedPrincipal(String name, KmsPrincipal sharer, String keyOwner) {
    if (name.equals("*")) {
      return Tristate.YES;
    }
    var account = ACCOUNT_PRINCIPAL.matcher(name);
    if (!account.matches() || account.group(1).equals(keyOwner)) {
      return Tristate.NO;
    }
    return sharer.matchesAccount(account.group(1));
  }

  private Tristate matchesConditions(KmsPrincipal sharer) {
    return json.path("Condition").properties().stream()
        .flatMap(
            operator ->
                operator.getValue().properties().stream()
                    .map(key -> matchesCondition(sharer, operator.getKey(), key)))
        .reduce(Tristate.YES, Tristate::and);
  }

  private static Tristate matchesCondition(
      KmsPrincipal sharer, String operator, Map.Entry<String, JsonNode> condition) {
    List<String> values = stringValues(condition.getValue()).toList();
    String key = condition.getKey().toLowerCase(Locale.ROOT);
    return switch (operator.replaceFirst("^ForAnyValue:", "")) {
      case "StringEquals", "StringLike" ->
          switch (key) {
            case "aws:principalorgid" -> sharer.matchesOrganization(values);
            case "aws:principalorgpaths" -> sharer.matchesOrganizationPath(values);
            case "kms:calleraccount", "aws:principalaccount" ->
                values.stream().map(sharer::matchesAccount).reduce(Tristate.NO, Tristate::or);
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

  /** IAM's wildcards; it does not mind the case of actions. */
  private static boolean matchesWildcard(String pattern, String action) {
    String regex =
        Stream.of(pattern.split("(?<=\\*)|(?=\\*)"))
            .map(part -> part.equals("*") ? ".*" : Pattern.quote(part))
            .reduce("", String::concat);
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(action).matches();
  }

  /** IAM takes one for a list of one. */
  private static Stream<String> stringValues(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : node.isMissingNode() ? Stream.of() : Stream.of(node.asText());
  }
}
