/** Retention rules of the Recycle Bin API. */
package dev.amioperator.simulator.rbin;
