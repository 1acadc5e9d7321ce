package dev.amioperator.testing;

import java.net.URI;
import java.util.List;

/** The AWS SDK's own settings of this JVM, by which the operator finds the EC2 of a test. */
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
