/** Admin API of the simulated AWS: JSON over HTTP, besides the AWS calls. */
package dev.amioperator.simulator.admin;
