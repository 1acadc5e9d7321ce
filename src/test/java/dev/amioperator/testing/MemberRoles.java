package dev.amioperator.testing;

import dev.amioperator.simulator.RoleSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.iam.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Roles of member accounts, with the trust policy that the documentation shows. */
public final class MemberRoles {
  private static final Path TRUST = Path.of("config", "iam", "trust-member.json");

  private MemberRoles() {}

  /**
   * Adds a role that every principal of the hub, 123456789012, can assume.
   *
   * @return its ARN
   */
  public static String seed(Seeds seeds, String accountId, String name, String externalId) {
    try {
      String trust =
          Files.readString(TRUST)
              .replace("prod-eu/shop", externalId)
              .replace(":role/ami-operator", ":*");
      return seeds.role(
          accountId,
          RoleSeed.named(name, TrustPolicy.parse(trust))
              .withPermissions(OperatorPermissions.assumed()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
