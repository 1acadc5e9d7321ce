package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.amioperator.MessageRules;
import dev.amioperator.MessageTemplates;
import dev.amioperator.MessageTemplates.Template;
import dev.amioperator.testing.ElicitedMessages;
import dev.amioperator.testing.ElicitedMessages.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Messages of Blocked and Stalled objects, as the tests of levels 1 and 2 elicited them. Each names
 * what it is about, and an action that the API server and EC2 accept; no template of the sources is
 * without such a message. It runs after those tests, in {@code make test} only: another run may
 * have recorded part of the messages.
 */
class UserMessagesIT {
  /** Set by {@code make test}, which runs every test and deletes the record of earlier runs. */
  private static final String EVERY_TEST_RUNS = "tests.complete";

  private static final Pattern SPECIFIER = Pattern.compile("%[sdn]");

  /** Templates that no test can elicit, each with the reason. */
  private static final Map<Template, String> NOT_ELICITED = Map.of();

  private static List<Message> messages;

  @BeforeAll
  static void readMessages() throws IOException {
    assumeTrue(Boolean.getBoolean(EVERY_TEST_RUNS), "only in make test");
    messages = ElicitedMessages.all();
  }

  @Test
  void everyTemplateIsElicitedByTest() throws IOException {
    Set<Template> missing = new TreeSet<>(MessageTemplates.all());
    missing.removeIf(UserMessagesIT::isElicited);
    missing.removeAll(NOT_ELICITED.keySet());
    assertThat(missing)
        .as(
            "No test makes the operator create these messages. For each, write a test of the branch"
                + " that does: of its planner (*Test) or reconciler (*QuarkusTest), with values as"
                + " EC2 has them. Messages are recorded by themselves; then run make test again. If"
                + " no test can reach the branch, delete the branch, or add the template to"
                + " NOT_ELICITED with the reason")
        .isEmpty();
  }

  @Test
  void exemptsOnlyTemplatesThatAreNotElicited() throws IOException {
    Set<Template> stale = new TreeSet<>(NOT_ELICITED.keySet());
    Set<Template> templates = MessageTemplates.all();
    stale.removeIf(template -> templates.contains(template) && !isElicited(template));
    assertThat(stale)
        .as("Remove these from NOT_ELICITED: a test elicits them, or they are gone")
        .isEmpty();
  }

  @Test
  void namesObjectConcerned() {
    assertThat(without(MessageRules::namesObject)).isEmpty();
  }

  @Test
  void namesAction() {
    assertThat(without(MessageRules::namesAction)).isEmpty();
  }

  @Test
  void advisesOnlySafeAndPossible() {
    assertThat(without(MessageRules::advisesOnlySafeAndPossible)).isEmpty();
  }

  @Test
  void joinsPartsToSentences() {
    assertThat(without(MessageRules::isPunctuated)).isEmpty();
  }

  @Test
  void namesOnlyFieldsOfSchemas() throws IOException {
    assertThat(MessageRules.unknownFields(texts())).isEmpty();
  }

  @Test
  void namesOnlyKnownAnnotationsAndTags() throws IllegalAccessException {
    assertThat(MessageRules.unknownKeys(texts())).isEmpty();
  }

  @Test
  void namesOnlyDocumentedPermissions() throws IOException {
    assertThat(MessageRules.undocumentedPermissions(texts())).isEmpty();
  }

  private static boolean isElicited(Template template) {
    Pattern text =
        Pattern.compile(
            Stream.of(SPECIFIER.split(template.text(), -1))
                .map(literal -> Pattern.quote(literal.replaceAll("\\s+", " ")))
                .collect(Collectors.joining(".*")));
    return messages.stream()
        .filter(message -> message.places().contains(template.place()))
        .anyMatch(message -> text.matcher(message.text()).matches());
  }

  private static List<Message> without(Predicate<String> rule) {
    return messages.stream().filter(message -> !rule.test(message.text())).toList();
  }

  private static Set<String> texts() {
    return messages.stream().map(Message::text).collect(Collectors.toSet());
  }
}
