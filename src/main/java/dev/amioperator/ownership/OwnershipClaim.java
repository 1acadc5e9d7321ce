package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;

/** Claim that an object may delete EC2 resources; others are left alone. */
public interface OwnershipClaim {
  /** The Kubernetes object with the claim, such as {@code AmiImage/images/web-42}. */
  String resource();

  boolean owns(Image image);

  boolean owns(Snapshot snapshot);
}
