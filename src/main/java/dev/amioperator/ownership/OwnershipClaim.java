package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;

/** By what right things in EC2 may be deleted: what the claim does not cover is not touched. */
public interface OwnershipClaim {
  /** The object that makes the claim, such as {@code AmiImage/images/web-42}. */
  String resource();

  boolean owns(Image image);

  boolean owns(Snapshot snapshot);
}
