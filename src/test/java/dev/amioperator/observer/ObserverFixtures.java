package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Minimal EC2 images and snapshots for tests of this package. */
public final class ObserverFixtures {
  public static final AccountRegion PLACE =
      new AccountRegion("default", "111122223333", "eu-west-1");
  static final ClusterId CLUSTER = new ClusterId("c1");

  private ObserverFixtures() {}

  static Image imageOf(String owner, String id) {
    return image(id, "name-" + id, Image.State.AVAILABLE, tags(owner));
  }

  static Image image(String id, String name, Image.State state, Map<String, String> tags) {
    return new Image(
        id,
        name,
        PLACE.accountId(),
        state,
        "",
        Optional.empty(),
        "",
        tags,
        List.of(),
        Image.Settings.DEFAULT,
        "");
  }

  static Snapshot snapshotOf(String owner, String id) {
    return new Snapshot(
        id, PLACE.accountId(), Snapshot.State.COMPLETED, 100, 8, "", tags(owner), Optional.empty());
  }

  static Ec2CallException failure(Ec2CallException.ErrorClass errorClass) {
    return new Ec2CallException(errorClass, "Describe", errorClass.name(), "told to", null);
  }

  private static Map<String, String> tags(String owner) {
    return Map.of(TagKeys.CLUSTER, CLUSTER.value(), TagKeys.RESOURCE, owner);
  }
}
