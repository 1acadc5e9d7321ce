package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.Page;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

/** Images of the account in DescribeImages responses. */
final class OwnImageResponses {
  private OwnImageResponses() {}

  static Page<OwnImage> page(DescribeImagesResponse response) {
    return new Page<>(
        response.images().stream()
            .map(image -> new OwnImage(Responses.image(image), image.sourceInstanceId() != null))
            .toList(),
        Responses.token(response.nextToken()));
  }
}
