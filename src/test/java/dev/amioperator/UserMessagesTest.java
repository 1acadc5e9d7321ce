package dev.amioperator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.MessageTemplates.Template;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Templates of the messages of objects that are not Ready advise only what the API server and EC2
 * accept. {@code UserMessagesIT} checks the messages that the tests elicited from them.
 */
class UserMessagesTest {
  private static List<String> templates;

  @BeforeAll
  static void readTemplates() throws IOException {
    templates = MessageTemplates.all().stream().map(Template::text).toList();
  }

  @Test
  void findsMessages() {
    assertThat(templates).hasSizeGreaterThan(80);
  }

  @Test
  void namesOnlyFieldsOfSchemas() throws IOException {
    assertThat(MessageRules.unknownFields(templates)).isEmpty();
  }

  @Test
  void advisesOnlySafeAndPossible() {
    assertThat(templates).allMatch(MessageRules::advisesOnlySafeAndPossible);
  }

  @Test
  void namesOnlyKnownAnnotationsAndTags() throws IllegalAccessException {
    assertThat(MessageRules.unknownKeys(templates)).isEmpty();
  }

  @Test
  void namesOnlyDocumentedPermissions() throws IOException {
    assertThat(MessageRules.undocumentedPermissions(templates)).isEmpty();
  }
}
