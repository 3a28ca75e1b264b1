"""The only home of VTK: slices and surfaces as pictures, from model values."""
