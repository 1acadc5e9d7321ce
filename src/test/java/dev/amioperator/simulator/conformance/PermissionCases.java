package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.state.Denial;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Denials, worded as EC2 words them. */
final class PermissionCases {
  private static final String OBSERVED = "observed answers of EC2";
  private static final String GUIDE = "IAM user guide, troubleshoot access denied errors";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a denied action names who may not do what", OBSERVED, PermissionCases::action),
          new ConformanceCase(
              "a denied resource is named, and the reason encoded",
              OBSERVED,
              PermissionCases::resource),
          new ConformanceCase(
              "a denial can depend on the tags of a resource", GUIDE, PermissionCases::tagged),
          new ConformanceCase(
              "a denial can depend on the tags that a create call sets",
              GUIDE,
              PermissionCases::requestTags),
          new ConformanceCase(
              "an explicit deny is reported as explicit", GUIDE, PermissionCases::explicit),
          new ConformanceCase(
              "a service control policy denies in a region, whatever the account's policies allow",
              "https://repost.aws/knowledge-center/organizations-troubleshoot-explicit-deny-scp"
                  + " (message)",
              PermissionCases::serviceControlPolicy),
          new ConformanceCase(
              "with DryRun a denial is answered before anything else",
              "API reference, common parameters",
              PermissionCases::dryRun),
          new ConformanceCase(
              "an assumed role is denied by the name of its session",
              GUIDE,
              PermissionCases::assumedRole));

  private PermissionCases() {}

  private static void action(ConformanceEnvironment stage) {
    stage.cloud().denials().add(Denial.of("ec2:DescribeImages"));
    Ec2Exception refusal =
        refused("UnauthorizedOperation", () -> stage.ec2().describeImages(r -> {}));
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo(
            "You are not authorized to perform this operation. User:"
                + " arn:aws:iam::123456789012:user/admin is not authorized to perform:"
                + " ec2:DescribeImages because no identity-based policy allows the"
                + " ec2:DescribeImages action");
    stage.ec2().describeSnapshots(r -> {});
  }

  private static void resource(ConformanceEnvironment stage) {
    String kept = stage.image("web-1");
    String free = stage.image("web-2");
    stage
        .cloud()
        .denials()
        .add(Denial.of("ec2:Deregister*").onResource("arn:aws:ec2:eu-west-1::image/" + kept));
    Ec2Exception refusal =
        refused("UnauthorizedOperation", () -> stage.ec2().deregisterImage(r -> r.imageId(kept)));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .contains("on resource: arn:aws:ec2:eu-west-1::image/" + kept)
        .contains("Encoded authorization failure message: ");
    stage.ec2().deregisterImage(r -> r.imageId(free));
  }

  private static void tagged(ConformanceEnvironment stage) {
    String prod = stage.home().image(ImageSeed.named("web-1").tagged("stage", "prod"));
    String test = stage.home().image(ImageSeed.named("web-2").tagged("stage", "test"));
    stage.cloud().denials().add(Denial.of("ec2:DeregisterImage").whereTagged("stage", "prod"));
    refused("UnauthorizedOperation", () -> stage.ec2().deregisterImage(r -> r.imageId(prod)));
    stage.ec2().deregisterImage(r -> r.imageId(test));
  }

  private static void requestTags(ConformanceEnvironment stage) {
    String instance = stage.instance();
    stage.cloud().denials().add(Denial.of("ec2:CreateImage").whereTagged("stage", "prod"));
    refused(
        "UnauthorizedOperation",
        () ->
            stage
                .ec2()
                .createImage(
                    r ->
                        r.instanceId(instance)
                            .name("web-1")
                            .tagSpecifications(tags(ResourceType.IMAGE, "stage", "prod"))));
    stage.ec2().createImage(r -> r.instanceId(instance).name("web-1"));
  }

  private static void explicit(ConformanceEnvironment stage) {
    stage
        .cloud()
        .denials()
        .add(
            Denial.of("ec2:*")
                .forPrincipal("arn:aws:iam::" + ConformanceEnvironment.MINE + ":*")
                .explicitly());
    Ec2Exception refusal =
        refused("UnauthorizedOperation", () -> stage.ec2().describeImages(r -> {}));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .endsWith("with an explicit deny in an identity-based policy");
    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME).describeImages(r -> {});
  }

  private static void serviceControlPolicy(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    stage
        .cloud()
        .denials()
        .add(Denial.of("ec2:*").inRegion(ConformanceEnvironment.AWAY).byServiceControlPolicy());
    Ec2Exception refusal =
        refused(
            "UnauthorizedOperation",
            () -> stage.away().copyImage(stage.copyOf(source, "web-1").build()));
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.awsErrorDetails().errorMessage())
        .startsWith(
            "You are not authorized to perform this operation. User:"
                + " arn:aws:iam::123456789012:user/admin is not authorized to perform:"
                + " ec2:CopyImage")
        .contains("with an explicit deny in a service control policy");
    stage.ec2().copyImage(stage.copyOf(source, "web-2").build());
  }

  private static void dryRun(ConformanceEnvironment stage) {
    stage.cloud().denials().add(Denial.of("ec2:CreateImage"));
    refused(
        "UnauthorizedOperation",
        () ->
            stage
                .ec2()
                .createImage(r -> r.instanceId("i-0123456789abcdef0").name("web-1").dryRun(true)));
  }

  private static void assumedRole(ConformanceEnvironment stage) {
    String role =
        stage
            .cloud()
            .seeds()
            .role(ConformanceEnvironment.MINE, "cleaner", null, ConformanceEnvironment.MINE);
    String key =
        stage
            .cloud()
            .sts(Caller.of(ConformanceEnvironment.MINE))
            .assumeRole(r -> r.roleArn(role).roleSessionName("run-1"))
            .credentials()
            .accessKeyId();
    Ec2Client cleaner =
        stage.ec2(stage.cloud().caller(key).orElseThrow(), ConformanceEnvironment.HOME);
    String prod = stage.home().image(ImageSeed.named("web-1").tagged("stage", "prod"));
    String test = stage.home().image(ImageSeed.named("web-2").tagged("stage", "test"));
    String session = "arn:aws:sts::123456789012:assumed-role/cleaner/";
    stage
        .cloud()
        .denials()
        .add(
            Denial.of("ec2:DeregisterImage")
                .forPrincipal(session + "*")
                .whereTagged("stage", "prod"));

    assertThat(
            refused("UnauthorizedOperation", () -> cleaner.deregisterImage(r -> r.imageId(prod)))
                .awsErrorDetails()
                .errorMessage())
        .contains("User: " + session + "run-1 is not authorized to perform: ec2:DeregisterImage");
    cleaner.deregisterImage(r -> r.imageId(test));
    stage.ec2().deregisterImage(r -> r.imageId(prod));
  }
}
