package dev.amioperator.attributes.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.KmsKeyAccess.Grant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KmsPolicyEvaluatorTest {
  private static final String OWNER = "123456789012";
  private static final String FRIEND = "111111111111";
  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abc1234567";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abc1234567/ou-ab12-cdefghij";
  private static final String ANYBODY = "'*'";
  private static final String USE = "['kms:Decrypt','kms:DescribeKey','kms:Create*']";
  private static final String OWNERS = allow("{'AWS':'arn:aws:iam::123456789012:root'}", "'kms:*'");

  static Stream<Arguments> policies() {
    return Stream.of(
        arguments("key owner", OWNERS, OWNER, Tristate.YES),
        arguments("default policy", OWNERS, FRIEND, Tristate.NO),
        arguments("allowed account", allow(account(FRIEND), USE), FRIEND, Tristate.YES),
        arguments(
            "allowed among others",
            allow("{'AWS':['arn:aws:iam::999999999999:root','111111111111']}", "'KMS:*'"),
            FRIEND,
            Tristate.YES),
        arguments(
            "role of the account",
            allow("{'AWS':'arn:aws:iam::111111111111:role/launcher'}", USE),
            FRIEND,
            Tristate.YES),
        arguments("different account", allow(account("999999999999"), USE), FRIEND, Tristate.NO),
        arguments(
            "service principal",
            allow("{'Service':'ec2.amazonaws.com'}", USE),
            FRIEND,
            Tristate.NO),
        arguments(
            "insufficient action", allow(account(FRIEND), "'kms:Encrypt'"), FRIEND, Tristate.NO),
        arguments(
            "partial actions", allow(account(FRIEND), "'kms:Decrypt'"), FRIEND, Tristate.UNKNOWN),
        arguments("any principal", allow(ANYBODY, USE), FRIEND, Tristate.YES),
        arguments(
            "any principal of a possibly matching organization",
            on(ANYBODY, "{'StringEquals':{'aws:PrincipalOrgID':'o-abc1234567'}}"),
            FRIEND,
            Tristate.UNKNOWN),
        arguments(
            "same organization",
            on(ANYBODY, "{'StringEquals':{'aws:PrincipalOrgID':['o-abc1234567']}}"),
            ORGANIZATION,
            Tristate.YES),
        arguments(
            "different organization",
            on(ANYBODY, "{'StringEquals':{'aws:PrincipalOrgID':'o-zzz1234567'}}"),
            ORGANIZATION,
            Tristate.NO),
        arguments(
            "organization of the unit",
            on(ANYBODY, "{'StringEquals':{'aws:PrincipalOrgID':'o-abc1234567'}}"),
            UNIT,
            Tristate.YES),
        arguments(
            "same unit",
            on(ANYBODY, path("o-abc1234567/r-1/ou-ab12-cdefghij/*")),
            UNIT,
            Tristate.YES),
        arguments(
            "possible parent unit",
            on(ANYBODY, path("o-abc1234567/r-1/ou-ab12-zzzzzzzz/*")),
            UNIT,
            Tristate.UNKNOWN),
        arguments(
            "unit of the organization",
            on(ANYBODY, path("o-abc1234567/r-1/ou-ab12-cdefghij/*")),
            ORGANIZATION,
            Tristate.UNKNOWN),
        arguments("single account", allow(account(FRIEND), USE), ORGANIZATION, Tristate.UNKNOWN),
        arguments("only the owner", OWNERS, ORGANIZATION, Tristate.NO),
        arguments(
            "only through EC2",
            on(
                account(FRIEND),
                "{'StringEquals':{'kms:ViaService':'ec2.eu-west-1.amazonaws.com'}}"),
            FRIEND,
            Tristate.YES),
        arguments(
            "callers of a different account",
            on(ANYBODY, "{'StringEquals':{'kms:CallerAccount':'999999999999'}}"),
            FRIEND,
            Tristate.NO),
        arguments(
            "unknown condition",
            on(account(FRIEND), "{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}"),
            FRIEND,
            Tristate.UNKNOWN),
        arguments(
            "NotPrincipal",
            "{'Effect':'Allow','NotPrincipal':{'AWS':'999999999999'},'Action':'kms:*'}",
            FRIEND,
            Tristate.UNKNOWN),
        arguments(
            "NotAction",
            "{'Effect':'Allow','Principal':'*','NotAction':'kms:ScheduleKeyDeletion'}",
            FRIEND,
            Tristate.YES),
        arguments(
            "additional denial",
            allow(account(FRIEND), USE)
                + ",{'Effect':'Deny','Principal':'*','Action':'kms:*','Condition':"
                + "{'StringNotEquals':{'aws:PrincipalOrgID':'o-abc1234567'}}}",
            FRIEND,
            Tristate.UNKNOWN));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("policies")
  void decidesOnlyUnambiguousPolicies(String name, String statements, String entity, Tristate use) {
    assertThat(KmsPolicyEvaluator.evaluate(key(statements, "", List.of()), entity).allowed())
        .isEqualTo(use);
  }

  static Stream<Arguments> grants() {
    String root = "arn:aws:iam::111111111111:root";
    String scaling = "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/x";
    List<String> use = List.of("Decrypt", "DescribeKey", "CreateGrant");
    return Stream.of(
        arguments("grant to the account", grant(root, use, false), Tristate.YES),
        arguments("grant to its Auto Scaling role", grant(scaling, use, false), Tristate.YES),
        arguments("grant with constraints", grant(root, use, true), Tristate.UNKNOWN),
        arguments(
            "grant of partial actions", grant(root, List.of("Decrypt"), false), Tristate.UNKNOWN),
        arguments(
            "grant to a different account",
            grant("arn:aws:iam::999999999999:root", use, false),
            Tristate.NO),
        arguments("grant to a service", grant("ec2.amazonaws.com", use, false), Tristate.NO));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("grants")
  void acceptsGrantsLikePolicies(String name, Grant grant, Tristate use) {
    assertThat(KmsPolicyEvaluator.evaluate(key(OWNERS, "", List.of(grant)), FRIEND).allowed())
        .isEqualTo(use);
  }

  @Test
  void treatsUnreadablePolicyAsUnknown() {
    KmsPolicyEvaluator unread =
        KmsPolicyEvaluator.evaluate(key("", "ListGrants: denied", List.of()), FRIEND);
    assertThat(unread).isEqualTo(new KmsPolicyEvaluator(Tristate.UNKNOWN, "ListGrants: denied"));
    assertThat(
            KmsPolicyEvaluator.evaluate(
                    key(allow(account(FRIEND), USE), "denied", List.of()), FRIEND)
                .allowed())
        .isEqualTo(Tristate.YES);
  }

  @Test
  void treatsMalformedPolicyAsUnknown() {
    KmsKeyAccess key =
        new KmsKeyAccess("arn:aws:kms:r:123456789012:key/1", false, "{", List.of(), "");
    assertThat(KmsPolicyEvaluator.evaluate(key, FRIEND).allowed()).isEqualTo(Tristate.UNKNOWN);
  }

  @Test
  void knowsActionThatAccountCertainlyLacks() {
    String root = "arn:aws:iam::111111111111:root";
    Grant all = grant(root, List.of("Decrypt", "DescribeKey", "CreateGrant"), false);
    Grant some = grant(root, List.of("DescribeKey"), false);
    assertThat(KmsPolicyEvaluator.lacksAction(key(OWNERS, "", List.of(all)), FRIEND)).isFalse();
    assertThat(KmsPolicyEvaluator.lacksAction(key(OWNERS, "", List.of(some)), FRIEND)).isTrue();
    assertThat(KmsPolicyEvaluator.lacksAction(key(OWNERS, "denied", List.of()), FRIEND)).isFalse();
  }

  private static Grant grant(String grantee, List<String> operations, boolean constrained) {
    return new Grant("1", "", grantee, operations, constrained, Optional.empty());
  }

  private static KmsKeyAccess key(String statements, String unread, List<Grant> grants) {
    String policy = "{'Statement':[%s]}".formatted(statements).replace('\'', '"');
    return new KmsKeyAccess(
        "arn:aws:kms:eu-west-1:123456789012:key/1", false, policy, grants, unread);
  }

  private static String allow(String principal, String action) {
    return "{'Effect':'Allow','Principal':%s,'Action':%s,'Resource':'*'}"
        .formatted(principal, action);
  }

  private static String on(String principal, String condition) {
    return "{'Effect':'Allow','Principal':%s,'Action':'kms:*','Condition':%s}"
        .formatted(principal, condition);
  }

  private static String path(String path) {
    return "{'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'%s'}}".formatted(path);
  }

  private static String account(String id) {
    return "{'AWS':'arn:aws:iam::%s:root'}".formatted(id);
  }
}
