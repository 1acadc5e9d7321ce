package dev.amioperator.attributes.kms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One statement of a key policy, asked whether it holds for somebody; what is not plain may. */
record KeyStatement(JsonNode json) {
  private static final Pattern ACCOUNT =
      Pattern.compile("(?:arn:[^:]*:(?:iam|sts)::)?([0-9]{12})(?::.*)?");

  boolean denies() {
    return !json.path("Effect").asText().equals("Allow");
  }

  /** Whether it is about an action of a sharer. */
  Likelihood holds(KeySharer sharer, String action, String keyOwner) {
    return principal(sharer, keyOwner).and(action(action)).and(condition(sharer));
  }

  private Likelihood action(String action) {
    if (json.has("Action")) {
      return Likelihood.of(texts(json.get("Action")).anyMatch(pattern -> matches(pattern, action)));
    }
    return Likelihood.of(
        texts(json.path("NotAction")).noneMatch(pattern -> matches(pattern, action)));
  }

  private Likelihood principal(KeySharer sharer, String keyOwner) {
    JsonNode principal = json.path("Principal");
    if (principal.isMissingNode()) {
      return Likelihood.PERHAPS;
    }
    List<String> named =
        (principal.isObject() ? texts(principal.path("AWS")) : texts(principal)).toList();
    return named.stream()
        .map(name -> named(name, sharer, keyOwner))
        .reduce(Likelihood.NO, Likelihood::or);
  }

  private static Likelihood named(String name, KeySharer sharer, String keyOwner) {
    if (name.equals("*")) {
      return Likelihood.YES;
    }
    var account = ACCOUNT.matcher(name);
    if (!account.matches() || account.group(1).equals(keyOwner)) {
      return Likelihood.NO;
    }
    return sharer.is(account.group(1));
  }

  private Likelihood condition(KeySharer sharer) {
    return json.path("Condition").properties().stream()
        .flatMap(
            operator ->
                operator.getValue().properties().stream()
                    .map(key -> met(sharer, operator.getKey(), key)))
        .reduce(Likelihood.YES, Likelihood::and);
  }

  private static Likelihood met(
      KeySharer sharer, String operator, Map.Entry<String, JsonNode> condition) {
    List<String> values = texts(condition.getValue()).toList();
    String key = condition.getKey().toLowerCase(Locale.ROOT);
    return switch (operator.replaceFirst("^ForAnyValue:", "")) {
      case "StringEquals", "StringLike" ->
          switch (key) {
            case "aws:principalorgid" -> sharer.inOrganization(values);
            case "aws:principalorgpaths" -> sharer.onPath(values);
            case "kms:calleraccount", "aws:principalaccount" ->
                values.stream().map(sharer::is).reduce(Likelihood.NO, Likelihood::or);
            case "kms:viaservice" ->
                values.stream().anyMatch(service -> service.startsWith("ec2."))
                    ? Likelihood.YES
                    : Likelihood.PERHAPS;
            default -> Likelihood.PERHAPS;
          };
      case "Bool" ->
          key.equals("kms:grantisforawsresource") && values.equals(List.of("true"))
              ? Likelihood.YES
              : Likelihood.PERHAPS;
      default -> Likelihood.PERHAPS;
    };
  }

  /** IAM's wildcards; it does not mind the case of actions. */
  private static boolean matches(String pattern, String action) {
    String regex =
        Stream.of(pattern.split("(?<=\\*)|(?=\\*)"))
            .map(part -> part.equals("*") ? ".*" : Pattern.quote(part))
            .reduce("", String::concat);
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(action).matches();
  }

  /** IAM takes one for a list of one. */
  private static Stream<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : node.isMissingNode() ? Stream.of() : Stream.of(node.asText());
  }
}
