package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;

/** An AwsAccount in which resources may use images of another account. */
public sealed interface ConsumerAccount {
  /** An account whose resources can be read. */
  record Readable(AccountRegion accountRegion) implements ConsumerAccount {}

  /**
   * An account whose resources cannot be read: each image counts as in use there.
   *
   * @param why a sentence without its full stop, with what to do
   */
  record Unreadable(String why) implements ConsumerAccount {}
}
