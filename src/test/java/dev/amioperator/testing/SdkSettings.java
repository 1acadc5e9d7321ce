package dev.amioperator.testing;

import java.net.URI;
import java.util.List;

/** AWS SDK settings of this JVM that point the operator to a test's EC2. */
final class SdkSettings {
  private SdkSettings() {}

  static void pointAt(URI endpoint) {
    System.setProperty("aws.endpointUrl", endpoint.toString());
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  static void clear() {
    List.of("aws.endpointUrl", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")
        .forEach(System::clearProperty);
  }
}
