package dev.amioperator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.MessageTemplates.Template;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Messages of objects that are not Ready: each names what it is about and an action that the API
 * server and EC2 accept.
 */
class UserMessagesTest {
  /** Messages that are joined from parts: their parts are tested where they are made. */
  private static final Set<String> COMPOSED =
      Set.of(
          "CopyReadiness.readyState",
          "DesiredFastLaunch.disableBeforeDeregistration",
          "DesiredFastLaunch.failed",
          "PolicyReadiness.regionNotListed",
          "SnapshotRelease.locked",
          "SnapshotRelease.plan",
          "SourceResolver.fromObservation",
          "UndeletedSnapshots.readyState");

  private static final Pattern OBJECT =
      Pattern.compile("%[sd]|[Tt]his (AwsAccount|object)|spec\\.");

  /** An imperative for the user, or what the operator does by itself. */
  private static final Pattern ACTION =
      Pattern.compile(
          "\\b(Add|Allow|Annotate|annotate|Build|Call|Check|Correct|Create|Delete|Disable|Enable|Fix"
              + "|Leave|Name|Prepare|Remove|Restore|Set|Share|To build again|add|delete|name|see"
              + "|remove|set)\\b|[Rr]e(checked|tried)|created again|until|then the image");

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
  private static final Pattern PERMISSION = Pattern.compile("\\b(?:ec2|kms|ssm|s3):[A-Z]\\w+\\*?");

  private static Set<Template> templates;

  @BeforeAll
  static void readTemplates() throws IOException {
    templates = new TreeSet<>(MessageTemplates.all());
  }

  @Test
  void findsMessages() {
    assertThat(templates).hasSizeGreaterThan(60);
  }

  @Test
  void namesObjectConcerned() {
    assertThat(without(text -> OBJECT.matcher(text).find())).isEmpty();
  }

  @Test
  void namesAction() {
    assertThat(without(text -> ACTION.matcher(text).find())).isEmpty();
  }

  @Test
  void namesOnlyFieldsOfSchemas() throws IOException {
    Set<String> fields = fields();
    assertThat(words(FIELD, 1)).isNotEmpty().isSubsetOf(fields);
  }

  @Test
  void advisesNoEditOfImmutableField() {
    assertThat(without(text -> !EDITS_IMMUTABLE.matcher(text).find())).isEmpty();
  }

  @Test
  void advisesNoDeletionOfImage() {
    assertThat(without(text -> !DELETES_IMAGES.matcher(text).find())).isEmpty();
  }

  @Test
  void namesOnlyKnownAnnotationsAndTags() throws IllegalAccessException {
    Set<String> known = new HashSet<>();
    for (Field field : TagKeys.class.getFields()) {
      known.add(String.valueOf(field.get(null)));
    }
    known.add(Annotations.RECREATE);
    known.add(Annotations.ABANDON_TRUE.replace("=true", ""));
    assertThat(words(KEY, 0)).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void namesOnlyDocumentedPermissions() throws IOException {
    StringBuilder policies = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("config", "iam"))) {
      for (Path file : files.toList()) {
        policies.append(Files.readString(file));
      }
    }
    assertThat(words(PERMISSION, 0)).isNotEmpty().allMatch(policies.toString()::contains);
  }

  private static List<Template> without(Predicate<String> rule) {
    return templates.stream()
        .filter(template -> !COMPOSED.contains(template.place()))
        .filter(template -> !rule.test(template.text()))
        .toList();
  }

  private static Set<String> words(Pattern pattern, int group) {
    Set<String> words = new TreeSet<>();
    for (Template template : templates) {
      pattern
          .matcher(template.text())
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
      for (Path file : files.toList()) {
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
