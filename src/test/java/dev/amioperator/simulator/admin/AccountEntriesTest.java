package dev.amioperator.simulator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.PermissionUse;
import dev.amioperator.simulator.SimulatedCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds of accounts with IAM roles and users. */
class AccountEntriesTest {
  private final SimulatedCloud cloud = SimulatedCloud.create();

  private void load(String account) {
    SeedDocument.parse("accounts: [{id: '123456789012', " + account + "}]", Instant.EPOCH)
        .load(cloud);
  }

  @Test
  void loadsPoliciesOfRolesAndUsers() throws Exception {
    SeedDocument.parse(
            Files.readString(Path.of("src", "test", "resources", "seeds", "policies.yaml")),
            Instant.EPOCH)
        .load(cloud);
    assertThat(cloud.permissionUse().principals())
        .containsExactly(
            "arn:aws:iam::123456789012:role/limited", "arn:aws:iam::123456789012:user/ci");
    assertThat(cloud.permissionUse().unused("arn:aws:iam::123456789012:role/limited"))
        .extracting(PermissionUse.Unused::policy)
        .containsExactly("read", "own");
  }

  @Test
  void readsPolicyFile() {
    load("roles: [{name: a, trusted: ['1'], policies: [{file: config/iam/observe.json}]}]");
    assertThat(cloud.permissionUse().unused("arn:aws:iam::123456789012:role/a"))
        .extracting(PermissionUse.Unused::policy)
        .contains("observe.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "roles: [{name: a, policies: [{name: p}]}] | must have either document or file",
        "roles: [{name: a, policies: [{file: none.json}]}] | Cannot read the policy file none.json",
        "roles: [{name: a, policies: [{name: p, document: {Statement: []}}]}] | The policy p is"
            + " malformed",
        "roles: [{name: a, maxSessionDuration: PT13H}] | must be from PT1H to PT12H",
        "roles: [{name: a, trusted: ['1'], trustPolicy: {file: x}}] | remove trusted and"
            + " externalId",
        "users: [{name: a, policies: [{document: {Statement: {Effect: Deny, Action: 'ec2:*',"
            + " Resource: '*', Condition: {IpAddress: {'aws:SourceIp': '1.2.3.4'}}}}}]}] |"
            + " IpAddress is not evaluated",
      })
  void refusesInvalidEntries(String account, String message) {
    assertThatThrownBy(() -> load(account))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
