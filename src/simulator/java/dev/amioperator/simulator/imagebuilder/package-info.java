/** Reads of Image Builder: the recipes that use images. */
package dev.amioperator.simulator.imagebuilder;
