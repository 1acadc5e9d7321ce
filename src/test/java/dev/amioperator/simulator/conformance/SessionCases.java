package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.PolicyCases.allow;
import static dev.amioperator.simulator.conformance.PolicyCases.policy;
import static dev.amioperator.simulator.conformance.PolicyCases.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.RoleSeed;
import dev.amioperator.simulator.RoleSeed.IdentitySeed;
import dev.amioperator.simulator.iam.TrustPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.StsException;

/** Sessions of roles: who can start them, and what they may do. */
final class SessionCases {
  private static final String API = "STS API reference, AssumeRole";
  private static final String TAGS = "IAM user guide, pass session tags in STS";
  private static final String IDENTITY = "IAM user guide, monitor and control actions of roles";
  private static final String ROOT =
      "{'Effect': 'Allow', 'Principal': {'AWS': '%s'}, 'Action': %s}";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase("a session policy only takes away", API, SessionCases::sessionPolicy),
          new ConformanceCase(
              "a trust policy that names the account leaves it to the user's policies",
              API,
              SessionCases::delegation),
          new ConformanceCase(
              "a trust policy that names a user of its account is enough",
              API,
              SessionCases::namedPrincipal),
          new ConformanceCase(
              "a session lasts no longer than the role allows", API, SessionCases::duration),
          new ConformanceCase("chained roles last an hour at most", API, SessionCases::chaining),
          new ConformanceCase("session tags need TagSession", TAGS, SessionCases::tagSession),
          new ConformanceCase(
              "session tags override the tags of the role", TAGS, SessionCases::principalTags),
          new ConformanceCase(
              "transitive tags reach the next session and stay", TAGS, SessionCases::transitive),
          new ConformanceCase(
              "a source identity needs SetSourceIdentity and cannot be changed",
              IDENTITY,
              SessionCases::sourceIdentity),
          new ConformanceCase(
              "a denial can be decoded with permission",
              "STS API reference, DecodeAuthorizationMessage",
              SessionCases::decode),
          new ConformanceCase(
              "GetCallerIdentity needs no permission",
              "STS API reference, GetCallerIdentity",
              SessionCases::callerIdentity));

  private SessionCases() {}

  private static Caller assume(
      ConformanceEnvironment stage, Caller caller, Consumer<AssumeRoleRequest.Builder> request) {
    String key =
        stage
            .cloud()
            .sts(caller)
            .assumeRole(
                r -> {
                  r.roleSessionName("run");
                  request.accept(r);
                })
            .credentials()
            .accessKeyId();
    return stage.cloud().caller(key).orElseThrow();
  }

  private static Caller admin() {
    return Caller.of(ConformanceEnvironment.MINE);
  }

  private static String denied(String code, ThrowingCallable call) {
    StsException refusal = catchThrowableOfType(StsException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    return refusal.awsErrorDetails().errorMessage();
  }

  private static String trusting(String account, String actions) {
    return policy(ROOT.formatted(account, actions));
  }

  private static void sessionPolicy(ConformanceEnvironment stage) {
    String arn =
        stage.cloud().seeds().role(ConformanceEnvironment.MINE, role(allow("ec2:Describe*", "*")));
    Ec2Client ec2 =
        stage.ec2(
            assume(
                stage,
                admin(),
                r ->
                    r.roleArn(arn)
                        .policy(
                            policy(
                                allow("ec2:DescribeImages", "*"), allow("ec2:DisableImage", "*")))),
            ConformanceEnvironment.HOME);
    String image = stage.image("web-1");
    ec2.describeImages(r -> {});
    assertThat(
            refused("UnauthorizedOperation", () -> ec2.describeSnapshots(r -> {}))
                .awsErrorDetails()
                .errorMessage())
        .endsWith("because no session policy allows the ec2:DescribeSnapshots action");
    refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(image)));
    denied(
        "MalformedPolicyDocument", () -> assume(stage, admin(), r -> r.roleArn(arn).policy("{")));
  }

  private static Caller user(ConformanceEnvironment stage, String... statements) {
    IdentitySeed seed =
        statements.length == 0
            ? IdentitySeed.NONE
            : IdentitySeed.NONE.withPolicy("inline", policy(statements));
    stage.cloud().seeds().user(ConformanceEnvironment.MINE, "ci", seed);
    stage.cloud().seeds().accessKey(ConformanceEnvironment.MINE, "AKIACI", "ci");
    return stage.cloud().caller("AKIACI").orElseThrow();
  }

  private static void delegation(ConformanceEnvironment stage) {
    for (String account : List.of(ConformanceEnvironment.MINE, ConformanceEnvironment.OTHER)) {
      String arn =
          stage
              .cloud()
              .seeds()
              .role(account, RoleSeed.trusting("images", null, ConformanceEnvironment.MINE));
      assertThat(denied("AccessDenied", () -> assume(stage, user(stage), r -> r.roleArn(arn))))
          .contains("because no identity-based policy allows the sts:AssumeRole action");
      assume(stage, user(stage, allow("sts:AssumeRole", arn)), r -> r.roleArn(arn));
    }
  }

  private static void namedPrincipal(ConformanceEnvironment stage) {
    String user = "arn:aws:iam::123456789012:user/ci";
    String near =
        stage
            .cloud()
            .seeds()
            .role(ConformanceEnvironment.MINE, RoleSeed.trusting("near", null, user));
    String far =
        stage
            .cloud()
            .seeds()
            .role(ConformanceEnvironment.OTHER, RoleSeed.trusting("far", null, user));
    assume(stage, user(stage), r -> r.roleArn(near));
    denied("AccessDenied", () -> assume(stage, user(stage), r -> r.roleArn(far)));
    String deny = "{'Effect': 'Deny', 'Action': 'sts:*', 'Resource': '*'}";
    assertThat(denied("AccessDenied", () -> assume(stage, user(stage, deny), r -> r.roleArn(near))))
        .endsWith("with an explicit deny in an identity-based policy");
  }

  private static void duration(ConformanceEnvironment stage) {
    String arn =
        stage
            .cloud()
            .seeds()
            .role(
                ConformanceEnvironment.MINE,
                RoleSeed.trusting("images", null, ConformanceEnvironment.MINE)
                    .withMaxSession(Duration.ofHours(2)));
    assume(stage, admin(), r -> r.roleArn(arn).durationSeconds(7200));
    assertThat(
            denied(
                "ValidationError",
                () -> assume(stage, admin(), r -> r.roleArn(arn).durationSeconds(7201))))
        .contains("exceeds the MaxSessionDuration set for this role");
  }

  private static void chaining(ConformanceEnvironment stage) {
    String arn =
        stage
            .cloud()
            .seeds()
            .role(
                ConformanceEnvironment.MINE,
                RoleSeed.trusting("images", null, ConformanceEnvironment.MINE)
                    .withMaxSession(Duration.ofHours(12)));
    Caller first = assume(stage, admin(), r -> r.roleArn(arn).durationSeconds(43_200));
    assertThat(
            denied(
                "ValidationError",
                () -> assume(stage, first, r -> r.roleArn(arn).durationSeconds(3601))))
        .isEqualTo(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
                + " role chaining");
    assume(stage, first, r -> r.roleArn(arn).durationSeconds(3600));
  }

  private static void tagSession(ConformanceEnvironment stage) {
    RoleSeed plain =
        RoleSeed.named(
            "plain", TrustPolicy.parse(trusting(ConformanceEnvironment.MINE, "'sts:AssumeRole'")));
    String arn = stage.cloud().seeds().role(ConformanceEnvironment.MINE, plain);
    assume(stage, admin(), r -> r.roleArn(arn));
    assertThat(
            denied(
                "AccessDenied",
                () ->
                    assume(
                        stage,
                        admin(),
                        r -> r.roleArn(arn).tags(t -> t.key("team").value("shop")))))
        .contains("is not authorized to perform: sts:TagSession on resource: " + arn);
  }

  private static void principalTags(ConformanceEnvironment stage) {
    String statement =
        "{'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'StringEquals':"
            + " {'aws:ResourceTag/team': '${aws:PrincipalTag/team}'}}}";
    String arn =
        stage
            .cloud()
            .seeds()
            .role(ConformanceEnvironment.MINE, role(statement).tagged("Team", "shop"));
    String shop = stage.home().image(ImageSeed.named("web-1").tagged("team", "shop"));
    String ads = stage.home().image(ImageSeed.named("web-2").tagged("team", "ads"));

    Ec2Client plain =
        stage.ec2(assume(stage, admin(), r -> r.roleArn(arn)), ConformanceEnvironment.HOME);
    plain.disableImage(r -> r.imageId(shop));
    refused("UnauthorizedOperation", () -> plain.disableImage(r -> r.imageId(ads)));
    Ec2Client tagged =
        stage.ec2(
            assume(stage, admin(), r -> r.roleArn(arn).tags(t -> t.key("team").value("ads"))),
            ConformanceEnvironment.HOME);
    tagged.disableImage(r -> r.imageId(ads));
    refused("UnauthorizedOperation", () -> tagged.enableImage(r -> r.imageId(shop)));
  }

  private static void transitive(ConformanceEnvironment stage) {
    String statement =
        "{'Effect': 'Allow', 'Action': 'ec2:DescribeImages', 'Resource': '*', 'Condition':"
            + " {'StringEquals': {'aws:PrincipalTag/team': 'shop'}, 'Null':"
            + " {'aws:PrincipalTag/cost': 'true'}}}";
    String first =
        stage
            .cloud()
            .seeds()
            .role(
                ConformanceEnvironment.MINE,
                RoleSeed.trusting("first", null, ConformanceEnvironment.MINE));
    String second = stage.cloud().seeds().role(ConformanceEnvironment.MINE, role(statement));
    Caller session =
        assume(
            stage,
            admin(),
            r ->
                r.roleArn(first)
                    .tags(t -> t.key("team").value("shop"), t -> t.key("cost").value("1"))
                    .transitiveTagKeys("team"));
    Caller chained = assume(stage, session, r -> r.roleArn(second));
    stage.ec2(chained, ConformanceEnvironment.HOME).describeImages(r -> {});
    denied(
        "InvalidParameterValue",
        () -> assume(stage, session, r -> r.roleArn(second).tags(t -> t.key("Team").value("ads"))));
  }

  private static void sourceIdentity(ConformanceEnvironment stage) {
    String trust = "['sts:AssumeRole', 'sts:SetSourceIdentity']";
    String open =
        stage
            .cloud()
            .seeds()
            .role(
                ConformanceEnvironment.MINE,
                RoleSeed.named(
                    "open", TrustPolicy.parse(trusting(ConformanceEnvironment.MINE, trust))));
    String closed =
        stage
            .cloud()
            .seeds()
            .role(
                ConformanceEnvironment.MINE,
                RoleSeed.named(
                    "closed",
                    TrustPolicy.parse(trusting(ConformanceEnvironment.MINE, "'sts:AssumeRole'"))));
    assertThat(
            denied(
                "AccessDenied",
                () -> assume(stage, admin(), r -> r.roleArn(closed).sourceIdentity("anna"))))
        .contains("sts:SetSourceIdentity");
    Caller session = assume(stage, admin(), r -> r.roleArn(open).sourceIdentity("anna"));
    denied("AccessDenied", () -> assume(stage, session, r -> r.roleArn(closed)));
    denied("AccessDenied", () -> assume(stage, session, r -> r.roleArn(open).sourceIdentity("bo")));
    assume(stage, session, r -> r.roleArn(open));
  }

  private static void decode(ConformanceEnvironment stage) {
    Caller caller =
        user(stage, allow("ec2:DescribeImages", "*"), allow("sts:DecodeAuthorizationMessage", "*"));
    String image = stage.home().image(ImageSeed.named("web-1").tagged("stage", "prod"));
    String message =
        refused(
                "UnauthorizedOperation",
                () ->
                    stage
                        .ec2(caller, ConformanceEnvironment.HOME)
                        .deregisterImage(r -> r.imageId(image)))
            .awsErrorDetails()
            .errorMessage();
    String encoded = message.substring(message.indexOf("failure message: ") + 17);
    String decoded =
        stage
            .cloud()
            .sts(caller)
            .decodeAuthorizationMessage(r -> r.encodedMessage(encoded))
            .decodedMessage();
    assertThat(decoded)
        .contains("\"explicitDeny\":false", "\"action\":\"ec2:DeregisterImage\"", image)
        .contains(
            "{\"key\":\"aws:ResourceTag/stage\",\"values\":{\"items\":[{\"value\":\"prod\"}]}}");
    denied(
        "InvalidAuthorizationMessageException",
        () -> stage.cloud().sts(caller).decodeAuthorizationMessage(r -> r.encodedMessage("abc")));
    denied(
        "AccessDenied",
        () ->
            stage
                .cloud()
                .sts(user(stage))
                .decodeAuthorizationMessage(r -> r.encodedMessage(encoded)));
  }

  private static void callerIdentity(ConformanceEnvironment stage) {
    Caller caller = user(stage, "{'Effect': 'Deny', 'Action': '*', 'Resource': '*'}");
    assertThat(stage.cloud().sts(caller).getCallerIdentity().arn())
        .isEqualTo("arn:aws:iam::123456789012:user/ci");
  }
}
