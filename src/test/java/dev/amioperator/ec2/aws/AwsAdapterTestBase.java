package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.ImageCreationAction.CreateImage;
import dev.amioperator.ec2.ImageCreationAction.RegisterImageFromSnapshot;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.RegisterImageOptions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the AWS adapter against an EC2 region of the simulator. */
abstract class AwsAdapterTestBase {
  static final String ACCOUNT = "123456789012";
  static final AccountRegion PLACE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Map<String, String> TAGS = Map.of("family", "web", "team", "shop");

  final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
  final AwsClientProvider clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  final RateLimiter limits = new RateLimiter(cloud.clock());
  final Ec2Reads reads = new AwsReads(clients, limits);
  final AwsActions actions = new AwsActionDispatcher(clients, limits);

  ActionResult execute(AwsAction action) {
    return actions.execute(PLACE, action);
  }

  String create(ImageCreationAction action) {
    return execute(action).createdImageId().orElseThrow();
  }

  static RegisterImageFromSnapshot fromSnapshot(String snapshotId) {
    Optional<Integer> unsaid = Optional.empty();
    return new RegisterImageFromSnapshot(
        "web-1",
        "",
        new RegisterImageOptions("arm64", "/dev/sda1", "hvm", "", true, "", "", "", ""),
        List.of(
            new ImageBlockDevice.Ebs(
                "/dev/sda1",
                Optional.of(snapshotId),
                unsaid,
                Optional.empty(),
                unsaid,
                unsaid,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        TAGS);
  }

  CreateImage fromInstance(String name) {
    String instance = cloud.seeds().target(ACCOUNT, PLACE.region()).instance(InstanceSeed.small());
    return new CreateImage(name, "the web tier", instance, true, List.of(), TAGS);
  }

  String seedImage(ImageSeed seed) {
    return cloud.seeds().target(ACCOUNT, PLACE.region()).image(seed);
  }

  Image image(String id) {
    return images(PLACE).stream().filter(image -> image.id().equals(id)).findFirst().orElseThrow();
  }

  List<Image> images(AccountRegion accountRegion) {
    return reads.images(accountRegion, ImageFilter.ownedBySelf(Map.of()), Optional.empty()).items();
  }

  List<Snapshot> snapshots() {
    return reads.snapshots(PLACE, Map.of(), Optional.empty()).items();
  }
}
