package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.CopyImages;
import dev.amioperator.simulator.ec2.CreateImages;
import dev.amioperator.simulator.ec2.DeregisterImages;
import dev.amioperator.simulator.ec2.DescribeImages;
import dev.amioperator.simulator.ec2.ImageAttributes;
import dev.amioperator.simulator.ec2.ImageLifecycle;
import dev.amioperator.simulator.ec2.RegisterImages;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageResponse;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;
import software.amazon.awssdk.services.ec2.model.ResetImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetImageAttributeResponse;

/** EC2 actions on images. */
interface ImageActions extends Ec2ActionGroup {
  CreateImages CREATE_IMAGES = new CreateImages();
  RegisterImages REGISTER_IMAGES = new RegisterImages();
  CopyImages COPY_IMAGES = new CopyImages();
  DescribeImages DESCRIBE_IMAGES = new DescribeImages();
  DeregisterImages DEREGISTER_IMAGES = new DeregisterImages();
  ImageAttributes IMAGE_ATTRIBUTES = new ImageAttributes();
  ImageLifecycle IMAGE_LIFECYCLE = new ImageLifecycle();

  @Override
  default CreateImageResponse createImage(CreateImageRequest request) {
    return serve("CreateImage", request, CREATE_IMAGES::create);
  }

  @Override
  default RegisterImageResponse registerImage(RegisterImageRequest request) {
    return serve("RegisterImage", request, REGISTER_IMAGES::register);
  }

  @Override
  default CopyImageResponse copyImage(CopyImageRequest request) {
    return serve("CopyImage", request, COPY_IMAGES::copy);
  }

  @Override
  default DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    return serve("DescribeImages", request, DESCRIBE_IMAGES::describe);
  }

  @Override
  default DeregisterImageResponse deregisterImage(DeregisterImageRequest request) {
    return serve("DeregisterImage", request, DEREGISTER_IMAGES::deregister);
  }

  @Override
  default DescribeImageAttributeResponse describeImageAttribute(
      DescribeImageAttributeRequest request) {
    return serve("DescribeImageAttribute", request, IMAGE_ATTRIBUTES::describe);
  }

  @Override
  default ModifyImageAttributeResponse modifyImageAttribute(ModifyImageAttributeRequest request) {
    return serve("ModifyImageAttribute", request, IMAGE_ATTRIBUTES::modify);
  }

  @Override
  default ResetImageAttributeResponse resetImageAttribute(ResetImageAttributeRequest request) {
    return serve("ResetImageAttribute", request, IMAGE_ATTRIBUTES::reset);
  }

  @Override
  default DisableImageResponse disableImage(DisableImageRequest request) {
    return serve("DisableImage", request, IMAGE_LIFECYCLE::disable);
  }

  @Override
  default EnableImageResponse enableImage(EnableImageRequest request) {
    return serve("EnableImage", request, IMAGE_LIFECYCLE::enable);
  }

  @Override
  default EnableImageDeprecationResponse enableImageDeprecation(
      EnableImageDeprecationRequest request) {
    return serve("EnableImageDeprecation", request, IMAGE_LIFECYCLE::deprecate);
  }

  @Override
  default DisableImageDeprecationResponse disableImageDeprecation(
      DisableImageDeprecationRequest request) {
    return serve("DisableImageDeprecation", request, IMAGE_LIFECYCLE::undeprecate);
  }

  @Override
  default EnableImageDeregistrationProtectionResponse enableImageDeregistrationProtection(
      EnableImageDeregistrationProtectionRequest request) {
    return serve("EnableImageDeregistrationProtection", request, IMAGE_LIFECYCLE::protect);
  }

  @Override
  default DisableImageDeregistrationProtectionResponse disableImageDeregistrationProtection(
      DisableImageDeregistrationProtectionRequest request) {
    return serve("DisableImageDeregistrationProtection", request, IMAGE_LIFECYCLE::unprotect);
  }
}
