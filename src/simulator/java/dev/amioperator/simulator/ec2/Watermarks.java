package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Watermark;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.AttachImageWatermarkRequest;
import software.amazon.awssdk.services.ec2.model.AttachImageWatermarkResponse;
import software.amazon.awssdk.services.ec2.model.DetachImageWatermarkRequest;
import software.amazon.awssdk.services.ec2.model.DetachImageWatermarkResponse;
import software.amazon.awssdk.services.ec2.model.ImageWatermark;

/** AttachImageWatermark and DetachImageWatermark. */
public final class Watermarks {
  private static final int MAX = 5;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}");

  /**
   * AttachImageWatermark: account and name are the key.
   *
   * @throws ApiError {@code InvalidParameterValue}, {@code OperationNotPermitted} for public
   *     images, {@code ResourceLimitExceeded} for more than 5
   */
  public AttachImageWatermarkResponse attach(Call call, AttachImageWatermarkRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    String name = request.watermarkName();
    if (name == null) {
      throw Ec2Errors.missingParameter("WatermarkName");
    }
    if (!NAME.matcher(name).matches()) {
      throw Ec2Errors.invalidValue(name, "WatermarkName", "It has 3 to 128 allowed characters.");
    }
    if (image.sharing().everyone()) {
      throw Ec2Errors.operationNotPermitted("Watermarks cannot be added to public images");
    }
    String key = call.accountId() + ":" + name;
    boolean there = image.watermarks().stream().anyMatch(mark -> mark.key().equals(key));
    if (!there && image.watermarks().size() >= MAX) {
      throw new ApiError(
          "ResourceLimitExceeded", "An image can have at most " + MAX + " watermarks.");
    }
    call.checkDryRun();
    if (!there) {
      image
          .watermarks()
          .add(new Watermark(key, image.id(), call.region().name(), image.created(), call.now()));
    }
    return AttachImageWatermarkResponse.builder().watermarkKey(key).build();
  }

  /**
   * DetachImageWatermark.
   *
   * @throws ApiError {@code InvalidParameterValue} if the image does not have it
   */
  public DetachImageWatermarkResponse detach(Call call, DetachImageWatermarkRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    if (request.watermarkKey() == null) {
      throw Ec2Errors.missingParameter("WatermarkKey");
    }
    if (image.watermarks().stream().noneMatch(mark -> mark.key().equals(request.watermarkKey()))) {
      throw Ec2Errors.invalidValue(
          request.watermarkKey(), "WatermarkKey", "The image does not carry it.");
    }
    call.checkDryRun();
    image.watermarks().removeIf(mark -> mark.key().equals(request.watermarkKey()));
    return DetachImageWatermarkResponse.builder().returnValue(true).build();
  }

  static ImageWatermark show(Watermark mark) {
    return ImageWatermark.builder()
        .watermarkKey(mark.key())
        .sourceImageId(mark.imageId())
        .sourceImageRegion(mark.imageRegion())
        .sourceImageCreationTime(mark.imageCreated())
        .watermarkCreationTime(mark.attached())
        .build();
  }
}
