package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Trust policies in the documentation and in config/iam. */
class TrustPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path IAM = Path.of("config", "iam");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```json\n(.*?)^```$");

  @Test
  void pageShowsPolicyFiles() throws IOException {
    String page = Files.readString(Path.of("docs", "how-to", "accounts-of-an-organization.md"));
    List<JsonNode> shown = new ArrayList<>();
    for (var block : BLOCK.matcher(page).results().toList()) {
      shown.add(JSON.readTree(block.group(1)));
    }
    assertThat(shown).containsExactly(read("assume-roles.json"), read("trust-member.json"));
  }

  /**
   * The service authorization reference lists sts:ExternalId for sts:AssumeRole, and not for
   * sts:TagSession: a statement for both with that condition would deny the tag.
   */
  @Test
  void requiresExternalIdForAssumeRoleOnly() throws IOException {
    List<String> conditional = new ArrayList<>();
    for (JsonNode statement : read("trust-member.json").get("Statement")) {
      assertThat(statement.at("/Condition/ArnLike/aws:PrincipalArn").asText()).isNotEmpty();
      if (!statement.at("/Condition/StringEquals/sts:ExternalId").isMissingNode()) {
        conditional.add(statement.get("Action").asText());
      }
    }
    assertThat(conditional).containsExactly("sts:AssumeRole");
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(IAM.resolve(file).toFile());
  }
}
