package dev.amioperator.usage;

/** A place that cannot be read now, such as an account without credentials. */
public record UnreadablePlace(String why) implements UsagePlace {
  @Override
  public Usage usageOf(String imageId) {
    return new Usage.Unknown(why);
  }

  @Override
  public boolean pending() {
    return false;
  }
}
