package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.amioperator.testing.ElicitedMessages;
import dev.amioperator.testing.ElicitedMessages.Message;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The messages that the tests on a mock server elicited: those of an object that cannot go on name
 * what they are about, and an action. It runs after those tests, and is skipped without them.
 */
class UserMessagesIT {
  private static final Set<String> NEEDING_ACTION = Set.of("Blocked", "Stalled");

  /** An id, an ARN, an account, a region, a kind with a name, a name, a field, or the clock. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "\\b(ami|snap|i|vol|sir|import-\\w+)-[0-9a-z]{3,}"
              + "|\\barn:|\\b\\d{12}\\b|\\b[a-z]{2}-[a-z]+(-[a-z]+)?-\\d\\b"
              + "|\\b(AmiImage|AmiCopy|AmiRetentionPolicy|AwsAccount|ConfigMap|parameter) [\\w/]+"
              + "|[Tt]his (object|policy|AwsAccount)|\"[^\"]+\""
              + "|\\b(spec|source|launchPermissions|allow)\\.\\w+|operator's clock");

  /** An imperative for the user, or what the operator does by itself. */
  private static final Pattern ACTION =
      Pattern.compile(
          "(^|[.;:,] |\\b(or|and|to) )(Add|Allow|Annotate|Build|Call|Check|Correct|Create|Delete"
              + "|Disable|Enable|Have|Leave|Modify|Name|Prepare|Remove|Replace|Restore|Set|Share"
              + "|Unlock|Use|Wait|To build again|add|allow|annotate|check|delete|enable|name"
              + "|remove|replace|set)\\b"
              + "|\\b(until|retried|retries|[Rr]echecked|created again|are deleted once)\\b");

  private static List<Message> messages;

  @BeforeAll
  static void readMessages() throws IOException {
    messages = ElicitedMessages.all();
    assumeFalse(messages.isEmpty(), "the tests on a mock server did not run in this build");
  }

  @Test
  void namesObjectConcerned() {
    assertThat(without(message -> OBJECT.matcher(message.text()).find())).isEmpty();
  }

  @Test
  void namesAction() {
    assertThat(without(message -> ACTION.matcher(message.text()).find())).isEmpty();
  }

  private static List<Message> without(Predicate<Message> rule) {
    return messages.stream()
        .filter(message -> NEEDING_ACTION.contains(message.state()))
        .filter(rule.negate())
        .toList();
  }
}
