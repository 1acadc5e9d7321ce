package dev.amioperator.ec2.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.ImageCreationAction.CreateImage;
import dev.amioperator.ec2.ImageCreationAction.CreateRestoreImageTask;
import dev.amioperator.ec2.ImageCreationAction.RegisterImageFromSnapshot;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.RegisterImageOptions;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.RoleSeed;
import dev.amioperator.simulator.RoleSeed.IdentitySeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.OperatorPermissions;
import dev.amioperator.testing.SimulatedClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A simulated account with the operator as a user with some IAM policies. */
final class PolicyEnvironment {
  static final String ACCOUNT = "123456789012";
  static final AccountRegion PLACE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Map<String, String> OWNED =
      Map.of(TagKeys.CLUSTER, "c1", TagKeys.RESOURCE, "AmiImage/images/web");
  private static final Map<String, String> BUILDER =
      Map.of(TagKeys.CLUSTER, "c1", TagKeys.ROLE, TagKeys.BUILD_INSTANCE);

  final Ec2Reads reads;
  final AwsBuildInstances builders;
  final AwsSsm ssm;
  private final AwsActions actions;
  private final SimulatedClients operator;
  private final SimulatedCloud cloud;
  private final Seeds.SeedTarget seeds;
  private final Ec2Client administrator;

  private PolicyEnvironment(IdentitySeed permissions) {
    cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
    seeds = cloud.seeds().target(ACCOUNT, PLACE.region());
    administrator = cloud.ec2(Caller.of(ACCOUNT), PLACE.region());
    String arn = cloud.seeds().user(ACCOUNT, "operator", permissions);
    operator = new SimulatedClients(cloud, new Caller(ACCOUNT, "AKIAOPERATOR", arn));
    RateLimiter limits = new RateLimiter(cloud.clock());
    reads = new AwsReads(operator, limits);
    builders = new AwsBuildInstances(operator, limits);
    ssm = new AwsSsm(operator, limits);
    actions = new AwsActionDispatcher(operator, limits);
  }

  /** An account whose operator has policy files without a statement; an empty Sid removes none. */
  static PolicyEnvironment with(List<String> files, String withoutSid) throws IOException {
    IdentitySeed permissions = IdentitySeed.NONE;
    for (String file : files) {
      ObjectNode policy = (ObjectNode) new ObjectMapper().readTree(OperatorPermissions.text(file));
      ArrayNode kept = policy.arrayNode();
      for (JsonNode statement : policy.get("Statement")) {
        if (!statement.get("Sid").asText().equals(withoutSid)) {
          kept.add(statement);
        }
      }
      if (!kept.isEmpty()) {
        permissions = permissions.withPolicy(file, policy.set("Statement", kept).toString());
      }
    }
    return new PolicyEnvironment(permissions);
  }

  /** An account whose operator has one policy, such as hack/iam-policy prints it. */
  static PolicyEnvironment with(String policy) {
    return new PolicyEnvironment(IdentitySeed.NONE.withPolicy("printed", policy));
  }

  /** The error of an action, or empty if it is allowed. */
  Optional<Ec2CallException> refusal(AwsAction action) {
    try {
      execute(action);
      return Optional.empty();
    } catch (Ec2CallException refused) {
      return Optional.of(refused);
    }
  }

  void execute(AwsAction action) {
    actions.execute(PLACE, action);
  }

  String image(Map<String, String> tags) {
    return administered(seeds.image(ImageSeed.named("web-1")), tags);
  }

  String snapshot(Map<String, String> tags) {
    return administered(seeds.snapshot(SnapshotSeed.of(8)), tags);
  }

  String disabledImage() {
    String image = image(OWNED);
    administrator.disableImage(r -> r.imageId(image));
    return image;
  }

  String windowsImage(Map<String, String> tags) {
    return administered(seeds.image(ImageSeed.windows("windows-1")), tags);
  }

  String usageReport() {
    String report =
        administrator
            .createImageUsageReport(
                r ->
                    r.imageId(image(Map.of()))
                        .resourceTypes(type -> type.resourceType("ec2:Instance")))
            .reportId();
    return administered(report, OWNED);
  }

  String recycledImage() {
    seeds.retentionRule("image", 7);
    String image = image(OWNED);
    administrator.deregisterImage(r -> r.imageId(image));
    return image;
  }

  String recycledSnapshot() {
    seeds.retentionRule("snapshot", 7);
    String snapshot = snapshot(OWNED);
    administrator.deleteSnapshot(r -> r.snapshotId(snapshot));
    return snapshot;
  }

  String key() {
    return seeds.kmsKey("alias/images");
  }

  AwsAction grant(String... operations) {
    return new KmsAction.CreateGrant(
        key(), "ami-operator/a/b", "arn:aws:iam::111122223333:root", List.of(operations));
  }

  AwsAction createImage() {
    return createImage(OWNED);
  }

  AwsAction createImage(Map<String, String> tags) {
    String instance = seeds.instance(InstanceSeed.small());
    return new CreateImage("web-2", "web tier", instance, true, List.of(), tags);
  }

  AwsAction registerImage() {
    return new RegisterImageFromSnapshot(
        "web-2",
        "",
        new RegisterImageOptions("arm64", "/dev/sda1", "hvm", "", true, "", "", "", ""),
        List.of(ebs("/dev/sda1", Optional.of(snapshot(Map.of())), Optional.empty())),
        OWNED);
  }

  AwsAction copyImage() {
    return new CopyImage(
        "web-2",
        "",
        PLACE.region(),
        image(Map.of()),
        "token",
        Optional.empty(),
        Optional.empty(),
        OWNED);
  }

  AwsAction restoreStoredImage() {
    String key = seeds.storedImage("images", "golden.bin", ImageSeed.named("golden"));
    return new CreateRestoreImageTask("web-2", "images", key, OWNED);
  }

  AwsAction launch() {
    return launch(Optional.empty());
  }

  AwsAction launchSpot() {
    return launch(Optional.of(START.plusSeconds(3600)));
  }

  private AwsAction launch(Optional<Instant> spotUntil) {
    return new RunInstances(
        seeds.image(ImageSeed.named("base")),
        "t3.small",
        spotUntil,
        Optional.empty(),
        List.of(),
        false,
        Optional.empty(),
        new RunInstances.UserData("poweroff".getBytes(StandardCharsets.UTF_8)),
        List.of(ebs("/dev/xvda", Optional.empty(), Optional.of(20))),
        "token",
        BUILDER,
        Map.of("family", "web"));
  }

  /** A build instance, launched by an administrator. */
  String buildInstance() {
    administeredLaunch(Optional.empty());
    cloud.clock().step(Duration.ofMinutes(10));
    return cloud.inventory().instances().getFirst().id();
  }

  String spotRequest() {
    administeredLaunch(Optional.of(START.plusSeconds(3600)));
    SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
    return new AwsBuildInstances(clients, new RateLimiter(cloud.clock()))
        .buildInstances(PLACE, Map.of(), Optional.empty())
        .items()
        .getFirst()
        .spotRequestId()
        .orElseThrow();
  }

  private void administeredLaunch(Optional<Instant> spotUntil) {
    SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
    new AwsActionDispatcher(clients, new RateLimiter(cloud.clock()))
        .execute(PLACE, launch(spotUntil));
  }

  AwsAction enableFastLaunch() {
    String image = windowsImage(OWNED);
    String template = seeds.launchTemplate("windows", image);
    return new ImageAction.EnableFastLaunch(
        image,
        new FastLaunch.Settings(
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new FastLaunch.LaunchTemplate(Optional.of(template), Optional.empty(), "1"))));
  }

  String fastLaunched(Map<String, String> tags) {
    String image = windowsImage(tags);
    administrator.enableFastLaunch(r -> r.imageId(image));
    cloud.clock().step(Duration.ofHours(2));
    return image;
  }

  /** AssumeRole of a role in another account, with the operator's session tag. */
  void assumeRole() {
    String role =
        cloud.seeds().role("111122223333", RoleSeed.trusting("ami-operator", null, ACCOUNT));
    ApiCaller.classified(
        AwsCall.sts("AssumeRole", ACCOUNT),
        () ->
            operator
                .sts("default")
                .assumeRole(
                    r ->
                        r.roleArn(role)
                            .roleSessionName("run")
                            .tags(tag -> tag.key(TagKeys.CLUSTER).value("c1"))));
  }

  private String administered(String id, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      administrator.createTags(
          r ->
              r.resources(id)
                  .tags(
                      tags.entrySet().stream()
                          .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                          .toList()));
    }
    return id;
  }

  private static ImageBlockDevice ebs(
      String device, Optional<String> snapshotId, Optional<Integer> sizeGib) {
    return new ImageBlockDevice.Ebs(
        device,
        snapshotId,
        sizeGib,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
