package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.DescribeFleets;
import dev.amioperator.simulator.ec2.FastLaunches;
import dev.amioperator.simulator.ec2.ImageAncestry;
import dev.amioperator.simulator.ec2.ImageReferences;
import dev.amioperator.simulator.ec2.ImageUsageReports;
import dev.amioperator.simulator.ec2.StoredImages;
import dev.amioperator.simulator.ec2.Watermarks;
import software.amazon.awssdk.services.ec2.model.AttachImageWatermarkRequest;
import software.amazon.awssdk.services.ec2.model.AttachImageWatermarkResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportResponse;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskResponse;
import software.amazon.awssdk.services.ec2.model.CreateStoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateStoreImageTaskResponse;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksResponse;
import software.amazon.awssdk.services.ec2.model.DetachImageWatermarkRequest;
import software.amazon.awssdk.services.ec2.model.DetachImageWatermarkResponse;
import software.amazon.awssdk.services.ec2.model.DisableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.DisableFastLaunchResponse;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchResponse;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryRequest;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryResponse;

/** EC2 actions on the use, the origin and the stored copies of images. */
interface ImageUsageActions extends Ec2ActionGroup {
  ImageReferences IMAGE_REFERENCES = new ImageReferences();
  DescribeFleets DESCRIBE_FLEETS = new DescribeFleets();
  ImageUsageReports IMAGE_USAGE_REPORTS = new ImageUsageReports();
  ImageAncestry IMAGE_ANCESTRY = new ImageAncestry();
  Watermarks WATERMARKS = new Watermarks();
  StoredImages STORED_IMAGES = new StoredImages();
  FastLaunches FAST_LAUNCHES = new FastLaunches();

  @Override
  default DescribeImageReferencesResponse describeImageReferences(
      DescribeImageReferencesRequest request) {
    return serve("DescribeImageReferences", request, IMAGE_REFERENCES::describe);
  }

  @Override
  default DescribeFleetsResponse describeFleets(DescribeFleetsRequest request) {
    return serve("DescribeFleets", request, DESCRIBE_FLEETS::fleets);
  }

  @Override
  default DescribeSpotFleetRequestsResponse describeSpotFleetRequests(
      DescribeSpotFleetRequestsRequest request) {
    return serve("DescribeSpotFleetRequests", request, DESCRIBE_FLEETS::spotFleets);
  }

  @Override
  default AttachImageWatermarkResponse attachImageWatermark(AttachImageWatermarkRequest request) {
    return serve("AttachImageWatermark", request, WATERMARKS::attach);
  }

  @Override
  default DetachImageWatermarkResponse detachImageWatermark(DetachImageWatermarkRequest request) {
    return serve("DetachImageWatermark", request, WATERMARKS::detach);
  }

  @Override
  default GetImageAncestryResponse getImageAncestry(GetImageAncestryRequest request) {
    return serve("GetImageAncestry", request, IMAGE_ANCESTRY::ancestry);
  }

  @Override
  default CreateImageUsageReportResponse createImageUsageReport(
      CreateImageUsageReportRequest request) {
    return serve("CreateImageUsageReport", request, IMAGE_USAGE_REPORTS::create);
  }

  @Override
  default DescribeImageUsageReportsResponse describeImageUsageReports(
      DescribeImageUsageReportsRequest request) {
    return serve("DescribeImageUsageReports", request, IMAGE_USAGE_REPORTS::describe);
  }

  @Override
  default DescribeImageUsageReportEntriesResponse describeImageUsageReportEntries(
      DescribeImageUsageReportEntriesRequest request) {
    return serve("DescribeImageUsageReportEntries", request, IMAGE_USAGE_REPORTS::entries);
  }

  @Override
  default DeleteImageUsageReportResponse deleteImageUsageReport(
      DeleteImageUsageReportRequest request) {
    return serve("DeleteImageUsageReport", request, IMAGE_USAGE_REPORTS::delete);
  }

  @Override
  default CreateStoreImageTaskResponse createStoreImageTask(CreateStoreImageTaskRequest request) {
    return serve("CreateStoreImageTask", request, STORED_IMAGES::store);
  }

  @Override
  default DescribeStoreImageTasksResponse describeStoreImageTasks(
      DescribeStoreImageTasksRequest request) {
    return serve("DescribeStoreImageTasks", request, STORED_IMAGES::describe);
  }

  @Override
  default CreateRestoreImageTaskResponse createRestoreImageTask(
      CreateRestoreImageTaskRequest request) {
    return serve("CreateRestoreImageTask", request, STORED_IMAGES::restore);
  }

  @Override
  default EnableFastLaunchResponse enableFastLaunch(EnableFastLaunchRequest request) {
    return serve("EnableFastLaunch", request, FAST_LAUNCHES::enable);
  }

  @Override
  default DisableFastLaunchResponse disableFastLaunch(DisableFastLaunchRequest request) {
    return serve("DisableFastLaunch", request, FAST_LAUNCHES::disable);
  }

  @Override
  default DescribeFastLaunchImagesResponse describeFastLaunchImages(
      DescribeFastLaunchImagesRequest request) {
    return serve("DescribeFastLaunchImages", request, FAST_LAUNCHES::describe);
  }
}
