package dev.amioperator.simulator.admin;

import static dev.amioperator.simulator.admin.SeedEntries.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.amioperator.simulator.RoleSeed;
import dev.amioperator.simulator.RoleSeed.IdentitySeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.iam.MalformedPolicyException;
import dev.amioperator.simulator.iam.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Entries of a seed for AWS accounts, with their IAM roles, users and access keys. */
final class AccountEntries {
  private static final Duration MAX_SESSION = Duration.ofHours(12);

  private AccountEntries() {}

  /** AWS account in a seed, with its organization, roles, users and access keys. */
  record AccountEntry(
      @JsonProperty(required = true) String id,
      List<String> organizations,
      List<RoleEntry> roles,
      List<UserEntry> users,
      List<AccessKeyEntry> accessKeys) {

    void load(Seeds seeds) {
      seeds.organization(id, orEmpty(organizations));
      orEmpty(roles).forEach(role -> seeds.role(id, role.seed()));
      orEmpty(users)
          .forEach(
              user ->
                  seeds.user(
                      id,
                      user.name(),
                      permissions(user.policies(), user.permissionsBoundary(), user.tags())));
      orEmpty(accessKeys).forEach(key -> seeds.accessKey(id, key.id(), key.user()));
    }
  }

  /**
   * IAM role in a seed. Who can assume it is in {@code trusted} and {@code externalId}, or in a
   * trust policy. Without {@code policies} nothing limits it; an empty list allows nothing.
   */
  record RoleEntry(
      @JsonProperty(required = true) String name,
      String externalId,
      List<String> trusted,
      PolicyEntry trustPolicy,
      Duration maxSessionDuration,
      List<PolicyEntry> policies,
      PolicyEntry permissionsBoundary,
      Map<String, String> tags) {

    RoleSeed seed() {
      Duration session = Objects.requireNonNullElse(maxSessionDuration, Duration.ofHours(1));
      if (session.compareTo(Duration.ofHours(1)) < 0 || session.compareTo(MAX_SESSION) > 0) {
        throw new IllegalArgumentException(
            "maxSessionDuration of the role " + name + " must be from PT1H to PT12H");
      }
      return RoleSeed.named(name, trust())
          .withMaxSession(session)
          .withPermissions(permissions(policies, permissionsBoundary, tags));
    }

    private TrustPolicy trust() {
      if (trustPolicy == null) {
        return TrustPolicy.of(orEmpty(trusted), externalId);
      }
      if (trusted != null || externalId != null) {
        throw new IllegalArgumentException(
            "The role " + name + " has a trustPolicy: remove trusted and externalId");
      }
      return trustPolicy.parse(TrustPolicy::parse);
    }
  }

  /** IAM user in a seed. Without {@code policies} nothing limits it. */
  record UserEntry(
      @JsonProperty(required = true) String name,
      List<PolicyEntry> policies,
      PolicyEntry permissionsBoundary,
      Map<String, String> tags) {}

  /**
   * IAM policy in a seed: the document itself, or the file that has it.
   *
   * @param name name in denials and in the journal; by default that of the file
   * @param document policy document, as YAML or JSON
   * @param file path of a JSON file, from the working directory
   */
  record PolicyEntry(String name, JsonNode document, String file) {
    String policyName() {
      if (name != null) {
        return name;
      }
      return file == null ? "inline" : String.valueOf(Path.of(file).getFileName());
    }

    /** Parses the document; an error names the policy. */
    <T> T parse(Function<String, T> parser) {
      try {
        return parser.apply(text());
      } catch (MalformedPolicyException e) {
        throw new IllegalArgumentException(
            "The policy " + policyName() + " is malformed: " + e.getMessage(), e);
      }
    }

    String text() {
      if ((document == null) == (file == null)) {
        throw new IllegalArgumentException(
            "The policy " + policyName() + " must have either document or file");
      }
      if (document != null) {
        return document.isTextual() ? document.asText() : document.toString();
      }
      try {
        return Files.readString(Path.of(file));
      } catch (IOException e) {
        throw new IllegalArgumentException("Cannot read the policy file " + file, e);
      }
    }
  }

  /** Access key of an IAM user in a seed. */
  record AccessKeyEntry(
      @JsonProperty(required = true) String id, @JsonProperty(required = true) String user) {}

  private static IdentitySeed permissions(
      List<PolicyEntry> policies, PolicyEntry boundary, Map<String, String> tags) {
    IdentitySeed seed = policies == null ? IdentitySeed.UNRESTRICTED : IdentitySeed.NONE;
    for (PolicyEntry policy : orEmpty(policies)) {
      IdentitySeed before = seed;
      seed = policy.parse(json -> before.withPolicy(policy.policyName(), json));
    }
    if (boundary != null) {
      seed = boundary.parse(seed::withBoundary);
    }
    for (Map.Entry<String, String> tag : orEmpty(tags).entrySet()) {
      seed = seed.tagged(tag.getKey(), tag.getValue());
    }
    return seed;
  }
}
