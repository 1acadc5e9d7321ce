package dev.amioperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules for the messages of Blocked and Stalled objects, and for their templates. */
public final class MessageRules {
  /** An id, an ARN, an account, a region, a kind with a name, a name, a field, or the clock. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "\\b(ami|snap|i|vol|sir|import-\\w+)-[0-9a-z]+"
              + "|\\barn:|\\b\\d{12}\\b|\\b[a-z]{2}-[a-z]+(-[a-z]+)?-\\d\\b"
              + "|\\b(AmiImage|AmiCopy|AmiRetentionPolicy|AwsAccount|ConfigMap|parameter) [\\w/]+"
              + "|[Tt]his (object|policy|AwsAccount)|\"[^\"]+\""
              + "|\\b(spec|source|launchPermissions|allow)\\.\\w+|operator's (clock|credentials)");

  /** An imperative for the user, or what the operator does by itself. */
  private static final Pattern ACTION =
      Pattern.compile(
          "(^|[.;:,] |\\b(or|and|to) )(Add|Allow|Annotate|Build|Call|Check|Correct|Create|Delete"
              + "|Disable|Enable|Fix|Have|Leave|Modify|Name|Prepare|Remove|Replace|Restore|See|Set"
              + "|Share|Unlock|Use|Wait|To build again|add|allow|annotate|check|delete|enable|name"
              + "|remove|replace|see|set)\\b"
              + "|\\b(until|retried|retries|[Rr]echecked|created again|are deleted once)\\b");

  private static final Pattern FIELD =
      Pattern.compile(
          "\\b(?:spec\\.|(?=(?:source|launchPermissions|allow)\\.))([a-z]\\w*(?:\\.[a-z]\\w*)*)");

  /** Advice to edit what the API server does not let users edit. */
  private static final Pattern EDITS_IMMUTABLE =
      Pattern.compile(
          "\\b(?:[Ss]et|[Cc]hange|[Cc]orrect|[Rr]emove|[Nn]ame another in)"
              + " (?:spec\\.)?(?:region|accountRef|imageName|source\\.(?!existing\\.follow|imageRef))\\b");

  /** Advice to delete an image or snapshot, which may be in use or another object's. */
  private static final Pattern DELETES_IMAGES =
      Pattern.compile(
          "(?i)\\b(?:or|and)? ?(?:deregister|delete) (?:it|that|them|the) (?:image|snapshot)");

  private static final Pattern KEY = Pattern.compile("amioperator\\.dev/[a-z-]+");

  /** Not a type of resource before its ARN, such as {@code ec2:Instance}. */
  private static final Pattern PERMISSION =
      Pattern.compile("\\b(?:ec2|kms|ssm|s3):[A-Z]\\w++\\*?+(?! arn:)");

  /** A sentence that ends twice, or not at all, where a message was joined from parts. */
  private static final Pattern BROKEN_SENTENCE = Pattern.compile("[.,;:] ?[.,;]|[^.]$");

  private MessageRules() {}

  /** Whether the parts of a message are joined to sentences. */
  public static boolean isPunctuated(String message) {
    return !BROKEN_SENTENCE.matcher(message).find();
  }

  public static boolean namesObject(String message) {
    return OBJECT.matcher(message).find();
  }

  public static boolean namesAction(String message) {
    return ACTION.matcher(message).find();
  }

  /** Whether a message advises nothing that the API server refuses, or that is not safe. */
  public static boolean advisesOnlySafeAndPossible(String message) {
    return !EDITS_IMMUTABLE.matcher(message).find() && !DELETES_IMAGES.matcher(message).find();
  }

  /** Words in messages that look like a field of a spec and are not. */
  public static Set<String> unknownFields(Collection<String> messages) throws IOException {
    Set<String> named = words(messages, FIELD, 1);
    named.removeAll(fields());
    return named;
  }

  /** Annotations and tags in messages that the operator does not know. */
  public static Set<String> unknownKeys(Collection<String> messages) throws IllegalAccessException {
    Set<String> named = words(messages, KEY, 0);
    for (Field field : TagKeys.class.getFields()) {
      named.remove(String.valueOf(field.get(null)));
    }
    named.remove(Annotations.RECREATE);
    named.remove(Annotations.ABANDON_TRUE.replace("=true", ""));
    return named;
  }

  /** Permissions in messages that no policy of {@code config/iam} has. */
  public static Set<String> undocumentedPermissions(Collection<String> messages)
      throws IOException {
    StringBuilder policies = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("config", "iam"))) {
      for (Path file : files.toList()) {
        policies.append(Files.readString(file));
      }
    }
    Set<String> named = words(messages, PERMISSION, 0);
    named.removeIf(permission -> policies.indexOf(permission.replace("*", "")) >= 0);
    return named;
  }

  private static Set<String> words(Collection<String> messages, Pattern pattern, int group) {
    Set<String> words = new TreeSet<>();
    for (String message : messages) {
      pattern
          .matcher(message)
          .results()
          .map((MatchResult match) -> match.group(group))
          .forEach(words::add);
    }
    return words;
  }

  /** The paths of all fields of all kinds, below {@code spec}. */
  private static Set<String> fields() throws IOException {
    Set<String> fields = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        JsonNode spec =
            new YAMLMapper(new YAMLFactory())
                .readTree(file.toFile())
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        collect(spec, "", fields);
      }
    }
    return fields;
  }

  private static void collect(JsonNode schema, String prefix, Set<String> fields) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      fields.add(prefix + name);
      collect(schema.path("properties").path(name), prefix + name + ".", fields);
    }
  }
}
