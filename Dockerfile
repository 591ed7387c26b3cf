# The program alone, without a database: DATABASE_URL names one. compose.yaml puts the two together.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /salesflow .

# Certificates, time zones and an unprivileged user; no shell, no package manager.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /salesflow /salesflow
ENV LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/salesflow"]
CMD ["serve"]
